import { Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { DialogForm, type DialogFormProps } from '@/components/dialog-form'
import { Effects } from '@/components/effects'
import classes from './ending.module.css'

interface EndingFormProps extends Omit<DialogFormProps, 'children' | 'onSubmit'> {
  /** What happens here, sentence by sentence. */
  here: string[]
  atMeta: ReactNode[]
  /** Where the reason ends up. */
  kept: string
  onSubmit: (reason: string) => void
}

/** Says exactly what ending a connection does, here and at Meta, and takes the reason. */
export function EndingForm({ here, atMeta, kept, onSubmit, ...form }: EndingFormProps) {
  const [reason, setReason] = useState('')
  return (
    <DialogForm {...form} danger onSubmit={() => onSubmit(reason.trim())}>
      <div>
        <h3 className={classes.where}>Here</h3>
        <Effects effects={here} />
      </div>
      <div>
        <h3 className={classes.where}>At Meta</h3>
        <Effects effects={atMeta} />
      </div>
      <Textarea
        label="Reason (optional)"
        description={kept}
        maxLength={500}
        autosize
        minRows={2}
        maxRows={5}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
