/** What a package may ask of the server. Each limit is tested at its value and one above. */
export interface ImportLimits {
  /** Files and folders in the zip. */
  readonly entriesMax: number
  /** Bytes of the zip's directory, which is held in memory with all that an entry says of itself. */
  readonly directoryBytesMax: number
  /** Free bytes of the disk that unpacked files may not use. */
  readonly diskReserveBytes: number
  /** Bytes of all files together, counted while they are inflated. */
  readonly contentBytesMax: number
  /** How many times larger than its compressed form a file may be ... */
  readonly ratioMax: number
  /** ... once it has this many bytes. */
  readonly ratioFromBytes: number
  /** UTF-8 bytes of a path, and of one name in it (what every common file system allows). */
  readonly pathBytesMax: number
  readonly nameBytesMax: number
  /** Folders inside folders. */
  readonly depthMax: number
  readonly manifestBytesMax: number
  readonly xmlDepthMax: number
  readonly xmlAttributesMax: number
  readonly xmlElementsMax: number
  /** Bytes of the course that a manifest describes, as JSON: what items share counts for each of them. */
  readonly courseBytesMax: number
  /** Wall clock for reading the zip: a base, and more for each MiB of it. */
  readonly zipSecondsMax: number
  readonly zipSecondsPerMiB: number
  /** Processor time for reading the manifest; by the clock it may take as long as the zip. */
  readonly manifestSecondsMax: number
  /** JavaScript heap of the thread that reads the package. */
  readonly heapMiBMax: number
  /** Packages that are read at the same time; more wait for their turn. */
  readonly importsAtOnceMax: number
}

export const defaultLimits: ImportLimits = {
  entriesMax: 20_000,
  directoryBytesMax: 20_000 * 1024,
  diskReserveBytes: 0,
  contentBytesMax: 2 * 1024 ** 3,
  ratioMax: 200,
  ratioFromBytes: 1024 ** 2,
  pathBytesMax: 1024,
  nameBytesMax: 255,
  depthMax: 32,
  manifestBytesMax: 5 * 1024 ** 2,
  xmlDepthMax: 64,
  xmlAttributesMax: 1_000,
  xmlElementsMax: 200_000,
  courseBytesMax: 8 * 1024 ** 2,
  zipSecondsMax: 60,
  zipSecondsPerMiB: 0.2,
  manifestSecondsMax: 5,
  heapMiBMax: 128,
  importsAtOnceMax: 2,
}
