import { AlertTriangle, CheckCircle2, CircleDashed, RefreshCw, XCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Credential } from '../api/types.ts'
import { Badge, type Tone } from '../parts/badge.tsx'

export type CredentialState = 'active' | 'unused' | 'expiring' | 'rotating' | 'expired'

const soonMilliseconds = 14 * 86_400_000

const looks: Record<CredentialState, { tone: Tone; icon: typeof XCircle }> = {
  active: { tone: 'ok', icon: CheckCircle2 },
  unused: { tone: 'plain', icon: CircleDashed },
  expiring: { tone: 'warn', icon: AlertTriangle },
  rotating: { tone: 'accent', icon: RefreshCw },
  expired: { tone: 'bad', icon: XCircle },
}

/** What matters most about a credential now; `expiring` is for the last 14 days. */
export function stateOf(one: Credential, now = Date.now()): CredentialState {
  if (one.state === 'expired') return 'expired'
  if (one.expiresAt && Date.parse(one.expiresAt) - now < soonMilliseconds) return 'expiring'
  if (one.previousSecretUntil && Date.parse(one.previousSecretUntil) > now) return 'rotating'
  return one.lastUsedAt ? 'active' : 'unused'
}

export function StateBadge({ one }: { one: Credential }) {
  const { t } = useTranslation()
  const state = stateOf(one)
  const { tone, icon: Icon } = looks[state]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(`credentials.state.${state}`)}
    </Badge>
  )
}
