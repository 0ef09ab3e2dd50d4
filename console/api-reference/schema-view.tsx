import { useTranslation } from 'react-i18next'
import { type JsonSchema, type OpenApi, resolve, typeWords } from './openapi.ts'

const depthMax = 5

/** The properties of a JSON Schema as a table of names, kinds and meanings; what is nested folds out. */
export function SchemaView({
  schema,
  api,
  depth = 0,
}: {
  schema: JsonSchema
  api: OpenApi
  depth?: number
}) {
  const { t } = useTranslation()
  const real = unwrap(schema, api)
  const properties = Object.entries(real?.properties ?? {})
  if (properties.length === 0) {
    return (
      <p className="font-mono text-[0.8rem] text-muted">{typeWords(schema, api) || 'object'}</p>
    )
  }
  return (
    <ul className="divide-y divide-line">
      {properties.map(([name, property]) => {
        const inner = unwrap(property, api)
        const hasInner = depth < depthMax && Object.keys(inner?.properties ?? {}).length > 0
        const about = resolve(property, api)
        return (
          <li key={name} className="py-2">
            <p className="flex flex-wrap items-baseline gap-x-2.5">
              <code className="font-mono text-[0.867rem] font-medium">{name}</code>
              <span className="font-mono text-[0.8rem] break-words text-faint">
                {typeWords(property, api)}
              </span>
              {real?.required?.includes(name) && (
                <span className="text-[0.8rem] text-warn">{t('api.required')}</span>
              )}
            </p>
            {(property.description ?? about?.description) && (
              <p className="text-[0.867rem] text-muted">
                {property.description ?? about?.description}
              </p>
            )}
            {hasInner && (
              <details className="mt-1.5 rounded-lg border border-line px-3 open:pb-1">
                <summary className="cursor-pointer py-1.5 text-[0.867rem] text-muted hover:text-ink">
                  {t('api.fields')}
                </summary>
                <SchemaView schema={property} api={api} depth={depth + 1} />
              </details>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** What has the properties: the schema itself, the items of its array, or the first object among its choices. */
function unwrap(schema: JsonSchema | undefined, api: OpenApi): JsonSchema | undefined {
  const real = resolve(schema, api)
  if (!real || real.properties) return real
  if (real.items) return unwrap(real.items, api)
  for (const choice of real.anyOf ?? real.oneOf ?? []) {
    const found = unwrap(choice, api)
    if (found?.properties) return found
  }
  return real
}
