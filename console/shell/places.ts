import {
  BookOpenText,
  FileCode2,
  GraduationCap,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  ScrollText,
  TriangleAlert,
} from 'lucide-react'

/** The places of the console in the order of the navigation, with the letter that follows `g` to go there. */
export const places = [
  { key: 'overview', to: '/', letter: 'o', icon: LayoutDashboard, isDaily: true },
  { key: 'library', to: '/library', letter: 'l', icon: BookOpenText, isDaily: true },
  { key: 'learners', to: '/learners', letter: 'h', icon: GraduationCap, isDaily: true },
  { key: 'registrations', to: '/registrations', letter: 'r', icon: ListChecks, isDaily: true },
  { key: 'statements', to: '/statements', letter: 's', icon: ScrollText, isDaily: false },
  { key: 'requests', to: '/requests', letter: 'e', icon: TriangleAlert, isDaily: false },
  { key: 'apiReference', to: '/api-reference', letter: 'a', icon: FileCode2, isDaily: false },
  { key: 'credentials', to: '/credentials', letter: 'k', icon: KeyRound, isDaily: false },
] as const

export type Place = (typeof places)[number]
