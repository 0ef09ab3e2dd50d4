import {
  Ban,
  CheckCircle2,
  CircleDot,
  CirclePause,
  Dot,
  Eye,
  LogOut,
  type LucideIcon,
  MessageSquareText,
  MousePointerClick,
  Play,
  Rocket,
  RotateCcw,
  Star,
  TrendingUp,
  Trophy,
  XCircle,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'

interface KnownVerb {
  readonly id: string
  readonly icon: LucideIcon
  readonly tone: string
}

const adl = 'http://adlnet.gov/expapi/verbs/'
const w3id = 'https://w3id.org/xapi/adl/verbs/'

/** The verbs that have words of ours; any other is shown as its sender named it. */
export const knownVerbs = {
  initialized: { id: `${adl}initialized`, icon: Play, tone: 'text-accent' },
  completed: { id: `${adl}completed`, icon: CheckCircle2, tone: 'text-ok' },
  passed: { id: `${adl}passed`, icon: Trophy, tone: 'text-ok' },
  failed: { id: `${adl}failed`, icon: XCircle, tone: 'text-bad' },
  answered: { id: `${adl}answered`, icon: MessageSquareText, tone: 'text-accent' },
  responded: { id: `${adl}responded`, icon: MessageSquareText, tone: 'text-accent' },
  suspended: { id: `${adl}suspended`, icon: CirclePause, tone: 'text-warn' },
  resumed: { id: `${adl}resumed`, icon: RotateCcw, tone: 'text-accent' },
  terminated: { id: `${adl}terminated`, icon: LogOut, tone: 'text-faint' },
  attempted: { id: `${adl}attempted`, icon: CircleDot, tone: 'text-accent' },
  experienced: { id: `${adl}experienced`, icon: Eye, tone: 'text-accent' },
  interacted: { id: `${adl}interacted`, icon: MousePointerClick, tone: 'text-accent' },
  progressed: { id: `${adl}progressed`, icon: TrendingUp, tone: 'text-accent' },
  scored: { id: `${adl}scored`, icon: Star, tone: 'text-accent' },
  launched: { id: `${adl}launched`, icon: Rocket, tone: 'text-accent' },
  commented: { id: `${adl}commented`, icon: MessageSquareText, tone: 'text-accent' },
  abandoned: { id: `${w3id}abandoned`, icon: LogOut, tone: 'text-warn' },
  satisfied: { id: `${w3id}satisfied`, icon: CheckCircle2, tone: 'text-ok' },
  waived: { id: `${w3id}waived`, icon: CheckCircle2, tone: 'text-faint' },
  voided: { id: `${adl}voided`, icon: Ban, tone: 'text-bad' },
} as const satisfies Record<string, KnownVerb>

export type VerbName = keyof typeof knownVerbs

export const verbNames = Object.keys(knownVerbs) as VerbName[]

const nameById = new Map<string, VerbName>(verbNames.map((name) => [knownVerbs[name].id, name]))

export const verbLook = (id: string): { icon: LucideIcon; tone: string } => {
  const name = nameById.get(id)
  return name ? knownVerbs[name] : { icon: Dot, tone: 'text-faint' }
}

/** The verb in the reader's words: ours for known ones, else what the sender wrote, else the end of its address. */
export function useVerbWords(): (id: string, display?: string) => string {
  const { t } = useTranslation()
  return (id, display) => {
    const name = nameById.get(id)
    return name ? t(`verb.${name}`) : display || id.split(/[/#]/).at(-1) || id
  }
}
