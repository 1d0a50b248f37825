import { Checkbox, TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState } from 'react'
import { DialogForm } from '@/components/dialog-form'
import { someOf } from '@/lib/search-params'
import classes from './api-keys.module.css'
import { Days } from './days'
import { scopes, scopeWords, type ApiKeyScope } from './key-words'

interface CreateFormProps {
  fetching: boolean
  error?: CombinedError
  refusal?: { message: string; field: string[] | null }
  onSubmit: (key: { name: string; scopes: ApiKeyScope[]; expiresInDays: number }) => void
  onCancel: () => void
}

/** Asks what a key is for, what it may do and how long. */
export function CreateForm({ fetching, error, refusal, onSubmit, onCancel }: CreateFormProps) {
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<ApiKeyScope[]>([])
  const [days, setDays] = useState(90)
  const faultOf = (field: string) => (refusal?.field?.at(-1) === field ? refusal.message : undefined)

  function submit() {
    onSubmit({ name: name.trim(), scopes: chosen, expiresInDays: days })
  }

  return (
    <DialogForm
      submit="Create"
      fetching={fetching}
      error={error}
      refusal={faultOf('name') || faultOf('scopes') ? undefined : refusal?.message}
      refused="Not created"
      onSubmit={submit}
      onCancel={onCancel}
    >
      <TextInput
        label="Name"
        description="What the key is for; a key for each program can be revoked alone."
        required
        withAsterisk={false}
        maxLength={100}
        autoComplete="off"
        error={faultOf('name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <Checkbox.Group
        label="It may"
        error={faultOf('scopes')}
        value={chosen}
        onChange={(values) => setChosen(someOf(scopes, values) ?? [])}
      >
        <div className={classes.choices}>
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={scopeWords[scope].label}
              description={scopeWords[scope].says}
            />
          ))}
        </div>
      </Checkbox.Group>
      <Days label="It works for" choices={[30, 90, 180, 365]} value={days} onChange={setDays} />
    </DialogForm>
  )
}
