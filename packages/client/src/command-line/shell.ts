/** A word as it is typed into a POSIX shell, such as `'my file'` for a name with a space. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
