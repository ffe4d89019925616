//  0x00000   never written: what stands before the input is zero
//  0x00400   input, 64 KiB and room for the end of a character
//  0x10800   output, 32 KiB
//  0x18800   tally, a u32 for each of 16 sums of unit bits
//  0x20000   tables (--memoryBase in scripts/build-kernel.js)

/** Where the host puts the bytes to be counted. Vectors may be read a little past the end of the input. */
export const INPUT: usize = 0x400;

/** Where `answerFrames` puts replies. */
export const OUTPUT: usize = 0x10800;

/** Where `answerFrames` counts the messages that it answers, by their units. The host takes them from there. */
export const TALLY: usize = 0x18800;

/** Bytes in a vector. */
export const VECTOR: usize = 16;
