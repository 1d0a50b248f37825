import { Checkbox, Input, Radio } from '@mantine/core'
import { eventTypeGroups, eventTypes, eventTypeSentences, nameOfType, type WebhookEventType } from './event-types'
import classes from './webhook-endpoints.module.css'

/** Some types, or null for all of them, those among them that later versions bring. */
export type EventTypeSelection = WebhookEventType[] | null

interface EventTypeChoiceProps {
  label: string
  /** What choosing no types in particular means. */
  all: string
  value: EventTypeSelection
  error?: string
  onChange: (value: EventTypeSelection) => void
}

/** All types, or some of them by what they are about. */
export function EventTypeChoice({ label, all, value, error, onChange }: EventTypeChoiceProps) {
  return (
    <Radio.Group
      label={label}
      value={value === null ? 'all' : 'some'}
      onChange={(choice) => onChange(choice === 'all' ? null : [])}
    >
      <div className={classes.choice}>
        <Radio value="all" label={all} />
        <Radio value="some" label="Only these" />
        {value && eventTypeGroups.map((group) => <Group key={group.name} {...group} value={value} onChange={onChange} />)}
      </div>
      {error && <Input.Error role="alert">{error}</Input.Error>}
    </Radio.Group>
  )
}

interface GroupProps {
  name: string
  types: WebhookEventType[]
  value: WebhookEventType[]
  onChange: (value: WebhookEventType[]) => void
}

/** The types about one kind of thing, and all of these at once. */
function Group({ name, types, value, onChange }: GroupProps) {
  const chosen = types.filter((type) => value.includes(type))
  const isWhole = chosen.length === types.length
  const set = (changed: WebhookEventType[], on: boolean) =>
    onChange(eventTypes.filter((type) => (changed.includes(type) ? on : value.includes(type))))
  return (
    <fieldset className={classes.group} aria-label={name}>
      <Checkbox
        label={`All about ${name.toLowerCase()}`}
        checked={isWhole}
        indeterminate={chosen.length > 0 && !isWhole}
        onChange={() => set(types, !isWhole)}
      />
      <div className={classes.members}>
        {types.map((type) => (
          <Checkbox
            key={type}
            label={<span className={classes.type}>{nameOfType(type)}</span>}
            description={eventTypeSentences[type]}
            checked={chosen.includes(type)}
            onChange={(event) => set([type], event.currentTarget.checked)}
          />
        ))}
      </div>
    </fieldset>
  )
}
