/** A line that breaks a rule of this repository. */
export type Finding = { readonly file: string; readonly line: number; readonly message: string };

/** The form in which editors recognise a place. */
export function formatFinding({ file, line, message }: Finding): string {
  return `${file}:${line} ${message}`;
}

/** The number of the line that holds a character of a text. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
