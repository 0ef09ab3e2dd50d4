import { Skeleton } from '../parts/states.tsx'
import { Mark } from './logo.tsx'

/** Shown while the first answer of the server is awaited, in the shape of what will come. */
export function OpeningPage() {
  return (
    <div className="flex min-h-dvh" aria-busy>
      <div className="w-60 border-r border-line p-4 max-md:hidden">
        <Mark />
        <div className="mt-8 grid gap-5">
          {['w-28', 'w-32', 'w-24', 'w-30', 'w-20'].map((width) => (
            <Skeleton key={width} className={`h-3.5 ${width}`} />
          ))}
        </div>
      </div>
      <div className="flex-1 px-8 pt-20">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="mt-8 h-24 w-full" />
        <Skeleton className="mt-4 h-72 w-full" />
      </div>
    </div>
  )
}
