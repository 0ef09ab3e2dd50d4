import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiError } from './api/client.ts'
import { meQuery } from './api/queries.ts'
import { requestSearch } from './requests/queries.ts'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { OpeningPage } from './shell/opening-page.tsx'
import { homeOf } from './shell/places.ts'
import { Shell } from './shell/shell.tsx'
import { UnavailablePage } from './shell/unavailable-page.tsx'
import { statementSearch } from './statements/statement-filter.ts'

/** Reads the named parameters of the address; everything else in it is left alone. */
const searchOf =
  <Name extends string>(...names: Name[]) =>
  (raw: Record<string, unknown>): { [P in Name]?: string | undefined } => {
    const search: { [P in Name]?: string | undefined } = {}
    for (const name of names) {
      const value = raw[name]
      if (typeof value === 'string' && value !== '') search[name] = value
    }
    return search
  }

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: searchOf('to', 'problem'),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./sign-in/setup-page.tsx'), 'SetupPage'),
})

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  pendingComponent: OpeningPage,
  errorComponent: UnavailablePage,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    }
  },
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./sign-in/welcome-page.tsx'), 'WelcomePage'),
})

const overview = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: ({ context }) => {
    const me = context.queryClient.getQueryData(meQuery.queryKey)
    if (me && homeOf(me) !== '/') throw redirect({ to: homeOf(me), replace: true })
  },
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
})

const library = createRoute({
  getParentRoute: () => app,
  path: '/library',
  validateSearch: searchOf('q'),
  component: lazyRouteComponent(() => import('./library/library-page.tsx'), 'LibraryPage'),
})

const packagePage = createRoute({
  getParentRoute: () => app,
  path: '/library/$package',
  validateSearch: searchOf(
    'tab',
    'completion',
    'success',
    'evidence',
    'question',
    'which',
    'version',
    'order',
    'update',
  ),
  component: lazyRouteComponent(() => import('./package/package-page.tsx'), 'PackagePage'),
})

const importReport = createRoute({
  getParentRoute: () => app,
  path: '/library/$package/versions/$number/report',
  validateSearch: searchOf('severity'),
  component: lazyRouteComponent(
    () => import('./library/import-report-page.tsx'),
    'ImportReportPage',
  ),
})

const learners = createRoute({
  getParentRoute: () => app,
  path: '/learners',
  validateSearch: searchOf('q', 'add'),
  component: lazyRouteComponent(() => import('./learners/learners-page.tsx'), 'LearnersPage'),
})

const learner = createRoute({
  getParentRoute: () => app,
  path: '/learners/$learner',
  validateSearch: searchOf('completion', 'success', 'evidence'),
  component: lazyRouteComponent(() => import('./learners/learner-page.tsx'), 'LearnerPage'),
})

const registrations = createRoute({
  getParentRoute: () => app,
  path: '/registrations',
  validateSearch: searchOf(
    'package',
    'learner',
    'completion',
    'success',
    'evidence',
    'since',
    'trial',
  ),
  component: lazyRouteComponent(
    () => import('./registrations/registrations-page.tsx'),
    'RegistrationsPage',
  ),
})

const registration = createRoute({
  getParentRoute: () => app,
  path: '/registrations/$registration',
  component: lazyRouteComponent(
    () => import('./registrations/registration-page.tsx'),
    'RegistrationPage',
  ),
})

const statements = createRoute({
  getParentRoute: () => app,
  path: '/statements',
  validateSearch: searchOf(...statementSearch),
  component: lazyRouteComponent(() => import('./statements/statements-page.tsx'), 'StatementsPage'),
})

const feeds = createRoute({
  getParentRoute: () => app,
  path: '/feeds',
  validateSearch: searchOf('tab', 'open', 'add'),
  component: lazyRouteComponent(() => import('./feeds/feeds-page.tsx'), 'FeedsPage'),
})

const transfers = createRoute({
  getParentRoute: () => app,
  path: '/transfers',
  validateSearch: searchOf('tab', 'open', 'add'),
  component: lazyRouteComponent(() => import('./transfers/transfers-page.tsx'), 'TransfersPage'),
})

const requests = createRoute({
  getParentRoute: () => app,
  path: '/requests',
  validateSearch: searchOf(...requestSearch),
  component: lazyRouteComponent(() => import('./requests/requests-page.tsx'), 'RequestsPage'),
})

const apiReference = createRoute({
  getParentRoute: () => app,
  path: '/api-reference',
  validateSearch: searchOf('q'),
  component: lazyRouteComponent(
    () => import('./api-reference/api-reference-page.tsx'),
    'ApiReferencePage',
  ),
})

const credentials = createRoute({
  getParentRoute: () => app,
  path: '/credentials',
  validateSearch: searchOf('open', 'create'),
  component: lazyRouteComponent(
    () => import('./credentials/credentials-page.tsx'),
    'CredentialsPage',
  ),
})

const myCourses = createRoute({
  getParentRoute: () => app,
  path: '/my-courses',
  component: lazyRouteComponent(() => import('./my-courses/my-courses-page.tsx'), 'MyCoursesPage'),
})

const classes = createRoute({
  getParentRoute: () => app,
  path: '/classes',
  validateSearch: searchOf('q', 'add'),
  component: lazyRouteComponent(() => import('./classes/classes-page.tsx'), 'ClassesPage'),
})

const classPage = createRoute({
  getParentRoute: () => app,
  path: '/classes/$class',
  validateSearch: searchOf('enrol', 'edit', 'standing', 'evidence', 'home'),
  component: lazyRouteComponent(() => import('./classes/class-page.tsx'), 'ClassPage'),
})

const organisations = createRoute({
  getParentRoute: () => app,
  path: '/organisations',
  component: lazyRouteComponent(
    () => import('./organisations/organisations-page.tsx'),
    'OrganisationsPage',
  ),
})

const accounts = createRoute({
  getParentRoute: () => app,
  path: '/accounts',
  validateSearch: searchOf('q', 'add', 'open'),
  component: lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage'),
})

const account = createRoute({
  getParentRoute: () => app,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account-page.tsx'), 'AccountPage'),
})

const audit = createRoute({
  getParentRoute: () => app,
  path: '/audit',
  validateSearch: searchOf('kind', 'about', 'actor', 'operation'),
  component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
})

const ledger = createRoute({
  getParentRoute: () => app,
  path: '/ledger',
  component: lazyRouteComponent(() => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
})

const holds = createRoute({
  getParentRoute: () => app,
  path: '/holds',
  component: lazyRouteComponent(() => import('./holds/holds-page.tsx'), 'HoldsPage'),
})

const routeTree = root.addChildren([
  signIn,
  setup,
  welcome,
  app.addChildren([
    overview,
    library,
    packagePage,
    importReport,
    learners,
    learner,
    registrations,
    registration,
    statements,
    requests,
    feeds,
    transfers,
    apiReference,
    credentials,
    myCourses,
    classes,
    classPage,
    organisations,
    accounts,
    account,
    audit,
    ledger,
    holds,
  ]),
])

/** The address holds every choice that changes what a page shows, as plain `name=value` pairs. */
export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    scrollRestoration: true,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const params = new URLSearchParams()
      for (const [name, value] of Object.entries(search)) {
        if (value !== undefined && value !== '') params.set(name, String(value))
      }
      const text = params.toString()
      return text === '' ? '' : `?${text}`
    },
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
