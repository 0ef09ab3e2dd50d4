import { useTranslation } from 'react-i18next'
import type { Credential } from '../api/types.ts'
import { purposeOf } from './purposes.ts'

/** What a key may do, in a few words: the purpose it was made for, else its scopes one after the other. */
export function useScopeWords(): (scopes: Credential['scopes']) => string {
  const { t } = useTranslation()
  return (scopes) => {
    const purpose = purposeOf(scopes)
    if (purpose) return t(`credentials.purposes.${purpose}`)
    return scopes.map((scope) => t(`credentials.scope.${scope}`)).join(' · ')
  }
}

/** Each scope in words, with the name that xAPI and the API give it. */
export function ScopeList({ scopes }: { scopes: Credential['scopes'] }) {
  const { t } = useTranslation()
  return (
    <ul className="grid gap-1">
      {scopes.map((scope) => (
        <li key={scope} className="flex flex-wrap items-baseline gap-x-2">
          {t(`credentials.scope.${scope}`)}
          <code className="font-mono text-[0.8rem] text-faint">{scope}</code>
        </li>
      ))}
    </ul>
  )
}
