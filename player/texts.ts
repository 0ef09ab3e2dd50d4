import { en } from './texts/en.ts'
import { vi } from './texts/vi.ts'

export type Language = 'vi' | 'en'

export type Texts = typeof vi

export const texts: Readonly<Record<Language, Texts>> = { vi, en }

export const isLanguage = (value: unknown): value is Language => value === 'vi' || value === 'en'
