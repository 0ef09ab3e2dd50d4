import { AlertTriangle, CheckCircle2, CirclePause, XCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '../parts/badge.tsx'
import type { DeliveryItem, Destination } from './queries.ts'

type State = 'active' | 'failing' | 'paused' | 'disabled'

const looks: Record<State, { tone: Tone; icon: typeof XCircle }> = {
  active: { tone: 'ok', icon: CheckCircle2 },
  failing: { tone: 'warn', icon: AlertTriangle },
  paused: { tone: 'plain', icon: CirclePause },
  disabled: { tone: 'bad', icon: XCircle },
}

/** `failing`: every attempt since some time has failed. */
const stateOf = ({ state, failingSince }: Destination): State =>
  state === 'active' && failingSince !== undefined ? 'failing' : state

export function DestinationState({ one }: { one: Destination }) {
  const { t } = useTranslation()
  const state = stateOf(one)
  const { tone, icon: Icon } = looks[state]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(`feeds.state.${state}`)}
    </Badge>
  )
}

const tones: Record<DeliveryItem['state'], Tone> = {
  delivered: 'ok',
  pending: 'accent',
  dead: 'bad',
}
const icons = { delivered: CheckCircle2, pending: CirclePause, dead: XCircle }

export function DeliveryState({ state }: { state: DeliveryItem['state'] }) {
  const { t } = useTranslation()
  const Icon = icons[state]
  return (
    <Badge tone={tones[state]} icon={<Icon aria-hidden />}>
      {t(`feeds.deliveryState.${state}`)}
    </Badge>
  )
}
