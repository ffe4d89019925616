/** Why a number is not the right one, if the number tells that itself. */
export type Reason =
  | readonly ["bytes", string, string]
  | readonly ["lineEnd", string, string]
  | readonly ["noSpaces", string, string]
  | readonly ["utf16", string, string]
  | readonly ["words", string, string]
  | readonly ["oneRecv", string, string]
  | readonly ["glued", string, string, string]
  | readonly ["number", string, string];

/** Sizes of buffers that programs read into. */
const BUFFER_SIZES = [16, 32, 64, 100, 128, 255, 256, 512, 1000, 1023, 1024, 2048, 4096, 8192];

/** Finds out what a server did to come to a wrong number. Each reason has the number that came, and the right one. */
export function reasonFor(got: string, message: string, expected: number): Reason {
  const number = Number(got);
  const facts = [got, String(expected)] as const;
  const pieces = gluedPieces(got, expected);
  if (pieces !== undefined) return ["glued", ...facts, pieces.join(", ")];
  if (expected > number && BUFFER_SIZES.includes(number)) return ["oneRecv", ...facts];
  if (number === Buffer.byteLength(message)) return ["bytes", ...facts];
  if (number === message.length) return ["utf16", ...facts];
  if (number === expected + 1 || number === expected + 2) return ["lineEnd", ...facts];
  if (number === [...message.replace(/\s/g, "")].length || number === [...message.trim()].length) {
    return ["noSpaces", ...facts];
  }
  if (number > 1 && number === message.trim().split(/\s+/).length) return ["words", ...facts];
  return ["number", ...facts];
}

/** The numbers that `10241024952` consists of, if they add up: several replies without anything between them. */
function gluedPieces(digits: string, sum: number): number[] | undefined {
  if (digits.length < 2 || digits.length > 60) return undefined;
  const split = (rest: string, left: number): number[] | undefined => {
    if (rest === "") return left === 0 ? [] : undefined;
    for (let size = Math.min(rest.length, String(left).length); size > 0; size--) {
      const piece = Number(rest.slice(0, size));
      if (rest.startsWith("0") || piece > left) continue;
      const others = split(rest.slice(size), left - piece);
      if (others !== undefined) return [piece, ...others];
    }
    return undefined;
  };
  const pieces = split(digits, sum);
  return pieces !== undefined && pieces.length > 1 ? pieces : undefined;
}
