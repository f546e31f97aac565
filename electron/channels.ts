/** The names under which the preload script and main meet. Nothing else listens or speaks over Electron's IPC. */
export const channels = {
  getState: 'shell:get-state',
  state: 'shell:state',
  command: 'shell:command',
  requestPort: 'shell:request-port',
  news: 'shell:news',
  open: 'shell:open',
  enginePort: 'shell:engine-port',
  openWorkspace: 'shell:open-workspace',
  chooseFolder: 'shell:choose-folder',
  createWorkspace: 'shell:create-workspace',
  serve: 'shell:serve',
  connect: 'shell:connect',
} as const
