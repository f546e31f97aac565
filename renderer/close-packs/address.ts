export const packsPath = '/close-packs'
