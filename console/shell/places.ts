import {
  ArrowDownUp,
  BookOpenText,
  Building2,
  FileCode2,
  GraduationCap,
  History,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  Lock,
  PlayCircle,
  Presentation,
  ScrollText,
  ShieldCheck,
  TriangleAlert,
  UserCog,
  Webhook,
} from 'lucide-react'
import type { Me } from '../api/types.ts'
import { mayEverywhere, maySomewhere } from './may.ts'

const isLearner = (me: Me): boolean => me.learner !== undefined && me.roles.includes('learner')
const isOnlyLearner = (me: Me): boolean => me.roles.every((role) => role === 'learner')

/** A right in classes shows none; one in an organisation shows it and what is below. */
const seesOrganisations = (me: Me): boolean =>
  mayEverywhere(me, 'organisations/read') ||
  (maySomewhere(me, 'organisations/read') &&
    me.grants.some(({ place }) => place.kind === 'organisation'))

/** The places of the console in the order of the navigation, with the letter that follows `g` to go there. */
export const places = [
  {
    key: 'overview',
    to: '/',
    letter: 'o',
    icon: LayoutDashboard,
    isDaily: true,
    isFor: (me: Me) => mayEverywhere(me, 'registrations/read'),
  },
  {
    key: 'myCourses',
    to: '/my-courses',
    letter: 'm',
    icon: PlayCircle,
    isDaily: true,
    isFor: isLearner,
  },
  {
    key: 'library',
    to: '/library',
    letter: 'l',
    icon: BookOpenText,
    isDaily: true,
    isFor: (me: Me) => maySomewhere(me, 'packages/read'),
  },
  {
    key: 'classes',
    to: '/classes',
    letter: 'c',
    icon: Presentation,
    isDaily: true,
    isFor: (me: Me) => maySomewhere(me, 'classes/read'),
  },
  {
    key: 'learners',
    to: '/learners',
    letter: 'h',
    icon: GraduationCap,
    isDaily: true,
    isFor: (me: Me) => maySomewhere(me, 'learners/read'),
  },
  {
    key: 'registrations',
    to: '/registrations',
    letter: 'r',
    icon: ListChecks,
    isDaily: false,
    isFor: (me: Me) => maySomewhere(me, 'registrations/read') && !isOnlyLearner(me),
  },
  {
    key: 'organisations',
    to: '/organisations',
    letter: 'd',
    icon: Building2,
    isDaily: false,
    isFor: seesOrganisations,
  },
  {
    key: 'statements',
    to: '/statements',
    letter: 's',
    icon: ScrollText,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'statements/read'),
  },
  {
    key: 'requests',
    to: '/requests',
    letter: 'e',
    icon: TriangleAlert,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'requests/read'),
  },
  {
    key: 'feeds',
    to: '/feeds',
    letter: 'w',
    icon: Webhook,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'feeds/read'),
  },
  {
    key: 'transfers',
    to: '/transfers',
    letter: 'i',
    icon: ArrowDownUp,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'statements/read'),
  },
  {
    key: 'apiReference',
    to: '/api-reference',
    letter: 'a',
    icon: FileCode2,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'credentials/read'),
  },
  {
    key: 'credentials',
    to: '/credentials',
    letter: 'k',
    icon: KeyRound,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'credentials/read'),
  },
  {
    key: 'accounts',
    to: '/accounts',
    letter: 't',
    icon: UserCog,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'accounts/read'),
  },
  {
    key: 'audit',
    to: '/audit',
    letter: 'n',
    icon: History,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'audit/read'),
  },
  {
    key: 'ledger',
    to: '/ledger',
    letter: 'v',
    icon: ShieldCheck,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'audit/read'),
  },
  {
    key: 'holds',
    to: '/holds',
    letter: 'p',
    icon: Lock,
    isDaily: false,
    isFor: (me: Me) => mayEverywhere(me, 'all'),
  },
] as const

export type Place = (typeof places)[number]

/** The places that the account may open; none until it is known. */
export const placesOf = (me: Me | undefined): readonly Place[] =>
  me === undefined ? [] : places.filter(({ isFor }) => isFor(me))

/** Where an account begins: the first of these that it has. */
const homes: readonly Place['key'][] = [
  'overview',
  'classes',
  'library',
  'registrations',
  'myCourses',
]

export function homeOf(me: Me): Place['to'] | '/account' {
  const own = placesOf(me)
  const home = homes.map((key) => own.find((place) => place.key === key)).find(Boolean)
  return (home ?? own[0])?.to ?? '/account'
}
