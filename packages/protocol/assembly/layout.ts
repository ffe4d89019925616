//  0x00000   never written, so that the bytes before the input are zero
//  0x00400   input, 64 KiB after up to 3 bytes of a cut character
//  0x10800   output, 32 KiB
//  0x18800   tally, a u32 for each of the 16 sets of units
//  0x18900   sentence, in whose gap `answerLines` writes a number
//  0x19000   arrivals, 64 KiB
//  0x30000   tables (--memoryBase in scripts/build-kernel.js)

/** Where the host puts the bytes to be counted. Vectors may be loaded from a little after the end of the input. */
export const INPUT: usize = 0x400;

/** Where `answerFrames` and `answerLines` put replies. */
export const OUTPUT: usize = 0x10800;

/** Where they count the messages that they answer, by their set of units. The host sets them back to 0. */
export const TALLY: usize = 0x18800;

/** The sentence of text mode: what comes before the number, what comes after a 1, after another number, and their sizes. */
export const SENTENCE: usize = 0x18900;

/** Bytes that the host has read elsewhere, and that are counted where they are. Like the input, with space behind it. */
export const ARRIVALS: usize = 0x19000;

/** Bytes in a vector. */
export const VECTOR: usize = 16;
