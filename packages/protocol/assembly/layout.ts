//  0x00000   never written: what stands before the input is zero
//  0x00400   input, 64 KiB and room for the end of a character
//  0x10800   output, 32 KiB
//  0x20000   tables (--memoryBase in scripts/build-kernel.js)

/** Where the host puts the bytes to be counted. Vectors may be read a little past the end of the input. */
export const INPUT: usize = 0x400;

/** Where `answerFrames` puts replies. */
export const OUTPUT: usize = 0x10800;

/** Bytes in a vector. */
export const VECTOR: usize = 16;
