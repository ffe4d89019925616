import { PlatformDecoder } from "./platform-decoder.js";
import { Utf8Mender } from "./utf8-mender.js";
import { Utf16Decoder } from "./utf16-decoder.js";
import { Windows1252Decoder } from "./windows-1252-decoder.js";

/** Where a sequence is ill-formed in its encoding. U+FFFD takes its place. */
export interface Fault {
  /** Where this U+FFFD is in the UTF-8 that was made of the input's piece, in bytes. */
  readonly at: number;
  /** Where the sequence starts in the input, in bytes; undefined if the decoder does not know. */
  readonly byteOffset?: number;
}

/** The UTF-8 that was made of a piece of the input. */
export interface Decoded {
  readonly bytes: Uint8Array;
  /** In ascending order. */
  readonly faults: readonly Fault[];
}

/**
 * Makes UTF-8 of a text in another encoding that comes in pieces, which may be cut anywhere. It keeps no more than a
 * character that was cut. A byte order mark is a character like any other, U+FEFF, as it is in UTF-8.
 */
export interface Decoder {
  write(piece: Uint8Array): Decoded;
  /** Ends the text. A character that is not complete is ill-formed. */
  end(): Decoded;
}

/**
 * Makes the decoder of an encoding.
 * @param encoding its name in the WHATWG Encoding Standard, in small letters
 * @param stopsAtFault whether the text is given up at the first fault, which then has its offset in the input
 */
export function createDecoder(encoding: string, stopsAtFault: boolean): Decoder {
  switch (encoding) {
    case "utf-8":
      return new Utf8Mender();
    case "utf-16le":
    case "utf-16be":
      return new Utf16Decoder(encoding);
    case "windows-1252":
      return new Windows1252Decoder();
    default:
      return new PlatformDecoder(encoding, stopsAtFault);
  }
}
