import type { Decoder } from "./decoder.js";
import { PlatformDecoder } from "./platform-decoder.js";
import { Utf8Mender } from "./utf8-mender.js";
import { Utf16Decoder } from "./utf16-decoder.js";
import { Windows1252Decoder } from "./windows-1252-decoder.js";

/**
 * Makes the decoder of an encoding.
 * @param encoding its name in the WHATWG Encoding Standard, in small letters
 * @param stopsAtFault whether the text is given up at the first fault, whose offset in the input is then told
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
