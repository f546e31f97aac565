/** Where an expected payment is found in the console, so that every screen links to the same place. */
export const expectedAddress = (id: number): string => `/expected-payments?open=${id}`
