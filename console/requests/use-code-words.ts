import { useTranslation } from 'react-i18next'

export interface CodeWords {
  /** What went wrong, in a few words; the code itself where there are none. */
  readonly title: string
  /** What to do about it. */
  readonly fix: string
}

/** The words for a problem's code. */
export function useCodeWords(): (code: string) => CodeWords {
  const { t, i18n } = useTranslation()
  return (code) => {
    const key = `requests.code.${code}`
    if (code === '' || !i18n.exists(key)) return { title: code, fix: t('requests.fixElse') }
    return {
      title: t(`${key}.title` as 'requests.code.not-found.title'),
      fix: t(`${key}.fix` as 'requests.code.not-found.fix'),
    }
  }
}
