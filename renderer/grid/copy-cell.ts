/** A spreadsheet runs what begins like a formula; an apostrophe makes it text. A minus before a figure is no formula. */
export function formulaSafe(text: string): string {
  return /^[=@+\t\r\n＝＠＋－]|^-(?![\d.,\s]*$)/u.test(text) ? `'${text}` : text
}
