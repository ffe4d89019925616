/** What a server answers in Indonesian to a message with so many characters. */
export function sentence(count: number, terminator = ""): string {
  return `Jumlah karakter dalam kalimat tersebut ada: ${count}${terminator}`;
}
