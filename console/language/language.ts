import i18next, { type i18n } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type vi from '../locales/vi.json'

export const languages = ['vi', 'en'] as const
export type Language = (typeof languages)[number]

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof vi }
  }
}

const storageKey = 'hocba.language'
const catalogues = {
  vi: () => import('../locales/vi.json'),
  en: () => import('../locales/en.json'),
}

/** Vietnamese unless the person chose otherwise: the browsers of Vietnamese offices often speak English, their users do not. */
export function chosenLanguage(): Language {
  return readStored() === 'en' ? 'en' : 'vi'
}

export async function startLanguage(): Promise<i18n> {
  const language = chosenLanguage()
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: (await catalogues[language]()).default } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
  return i18next
}

export async function switchLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await catalogues[language]()).default)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // A browser without storage forgets the choice; everything else works.
  }
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'vi'
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}
