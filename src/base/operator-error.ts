/**
 * Something that only whoever runs this installation can put right: a setting, a file, a disk. The message is all that they
 * are told, a sentence or two that say what is wrong and what to do.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError'
}
