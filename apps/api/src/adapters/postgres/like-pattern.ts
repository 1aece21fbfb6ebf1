/** The pattern of ILIKE that finds a part of a text, whatever characters it has; null asks for all. */
export function likePattern(part: string | undefined): string | null {
  if (part === undefined || part === '') return null;
  return `%${part.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
