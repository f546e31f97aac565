/** What people write here is kept as one line: a break in it becomes the space that it would be read as. */
export const oneLine = (typed: string): string => typed.replaceAll(/[\r\n\t]+/g, ' ')
