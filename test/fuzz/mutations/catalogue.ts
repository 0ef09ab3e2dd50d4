import type { XapiVersion } from '../../../src/xapi/negotiate-version.ts'
import type { Mutation } from './mutation.ts'
import { statementMutations } from './of-statements.ts'
import { thingMutations } from './of-things.ts'
import { wordMutations } from './of-words.ts'

const all: readonly Mutation[] = [...statementMutations, ...thingMutations, ...wordMutations]

/** Every single mistake that a statement of this version can hold here. */
export const mutationsFor = (version: XapiVersion): readonly Mutation[] =>
  all.filter((mutation) => mutation.version === undefined || mutation.version === version)
