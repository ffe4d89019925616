//  0x00000   never written, so that the bytes before the input are zero
//  0x00400   input, 64 KiB after up to 3 bytes of a cut character
//  0x10800   output, 32 KiB
//  0x18800   tally, a u32 for each of the 16 sets of units
//  0x20000   tables (--memoryBase in scripts/build-kernel.js)

/** Where the host puts the bytes to be counted. Vectors may be loaded from a little after the end of the input. */
export const INPUT: usize = 0x400;

/** Where `answerFrames` puts replies. */
export const OUTPUT: usize = 0x10800;

/** Where `answerFrames` counts the messages that it answers, by their set of units. The host sets them back to 0. */
export const TALLY: usize = 0x18800;

/** Bytes in a vector. */
export const VECTOR: usize = 16;
