import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { ApiError } from '../api/client.ts'

/** Says an error in a sentence for a person: ours where the code is known, the server's where it is not. */
export function useErrorWords(): (error: unknown) => string {
  const { t, i18n } = useTranslation()
  return (error) => {
    if (!(error instanceof ApiError)) return t('problem.unexpected')
    const key = `problem.${error.code}`
    if (i18n.exists(key)) return t(key as 'problem.unexpected')
    return error.status >= 500 ? t('problem.internal-error') : error.message
  }
}

export const useErrorText = (error: unknown): string => useErrorWords()(error)

/** Makes what tells, for a while, that something could not be done, and why. */
export function useFailed(): (what: string) => (error: unknown) => void {
  const wordsOf = useErrorWords()
  return (what) => (error) => {
    toast.error(what, { description: wordsOf(error) })
  }
}
