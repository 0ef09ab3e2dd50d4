import { en } from './en.ts'
import type { SessionWords } from './session-words.ts'
import { vi } from './vi.ts'

export type { Facts, SessionWords } from './session-words.ts'

export const sessionWords: Readonly<Record<'vi' | 'en', SessionWords>> = { vi, en }
