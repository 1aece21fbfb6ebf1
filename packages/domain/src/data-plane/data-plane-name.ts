/** As a data plane is called in paths, logs and labels. */
export const dataPlaneName = /^[a-z0-9][a-z0-9._-]{0,62}$/;
