-- What was published before is made anew, at an instant.
ALTER TABLE "policy_revision" ADD COLUMN "changed_at" TIMESTAMPTZ(6);
UPDATE policy_revision SET revision = revision + 1, changed_at = purser_now(0, 0);
ALTER TABLE "policy_revision" ALTER COLUMN "changed_at" SET NOT NULL;
