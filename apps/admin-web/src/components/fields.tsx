import { NativeSelect, TextInput } from '@mantine/core';
import { problemOf, readCount, readDays, readUsd } from '../lib/field-values.ts';

type FieldProps = {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly autoFocus?: boolean;
};

/** Dollars, to the micro-dollar. */
export function UsdField({
  zeroAllowed = false,
  ...field
}: FieldProps & { readonly zeroAllowed?: boolean }) {
  return (
    <Field {...field} leftSection="$" problem={problemOf(readUsd(field.value, { zeroAllowed }))} />
  );
}

/** A whole number of something. */
export function CountField({ unit, ...field }: FieldProps & { readonly unit: string }) {
  return <Field {...field} rightSection={unit} problem={problemOf(readCount(field.value))} />;
}

/** How many days from now; `never` is chosen in words where it may be. */
export function DaysField({
  neverAllowed = false,
  ...field
}: FieldProps & { readonly neverAllowed?: boolean }) {
  if (!neverAllowed)
    return <Field {...field} rightSection="days" problem={problemOf(readDays(field.value))} />;
  return (
    <NativeSelect
      label={field.label}
      value={field.value}
      onChange={(event) => field.onChange(event.currentTarget.value)}
      data={[
        { value: '7', label: 'in 7 days' },
        { value: '14', label: 'in 14 days' },
        { value: '30', label: 'in 30 days' },
        { value: '90', label: 'in 90 days' },
        { value: '365', label: 'in a year' },
        { value: 'never', label: 'never' },
      ]}
    />
  );
}

/** Where something counts: in one bundle, or with `*` in all of them together. */
export function BundleField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  return (
    <TextInput
      label="Bundle"
      description="* is all bundles together."
      autoComplete="off"
      value={value}
      error={value.trim() === '' ? 'A bundle, or *.' : null}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type DrawnField = FieldProps & {
  readonly problem: string | null;
  readonly leftSection?: string;
  readonly rightSection?: string;
};

function Field({
  label,
  description,
  value,
  onChange,
  autoFocus = false,
  problem,
  leftSection,
  rightSection,
}: DrawnField) {
  return (
    <TextInput
      label={label}
      description={description}
      value={value}
      error={problem}
      data-autofocus={autoFocus || undefined}
      inputMode="decimal"
      autoComplete="off"
      leftSection={leftSection}
      rightSection={
        rightSection ? <span className="secondary small">{rightSection}</span> : undefined
      }
      rightSectionWidth={rightSection ? rightSection.length * 7 + 22 : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
