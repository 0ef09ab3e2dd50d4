import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Tooltip } from 'radix-ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client.ts'
import { makeQueryClient, meQuery } from './api/queries.ts'
import { recoverByItself } from './api/recovery.ts'
import { startLanguage } from './language/language.ts'
import { makeRouter } from './router.tsx'
import { startTheme } from './shell/theme.ts'

startTheme()
await startLanguage()

const queryClient = makeQueryClient()
const router = makeRouter(queryClient)

// A session that ended while a page was open leads to sign-in and back, whichever request noticed.
queryClient.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error') return
  const { error } = event.action
  const at = router.state.location
  if (!(error instanceof ApiError) || error.status !== 401 || at.pathname === '/sign-in') return
  if (event.query.queryKey[0] === 'me') return
  queryClient.removeQueries({ queryKey: meQuery.queryKey })
  router.navigate({ to: '/sign-in', search: { to: at.href } })
})

recoverByItself(queryClient, () => void router.invalidate())

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Tooltip.Provider delayDuration={300}>
        <RouterProvider router={router} />
      </Tooltip.Provider>
    </QueryClientProvider>
  </StrictMode>,
)
