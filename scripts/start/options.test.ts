import { expect, it } from "vitest";
import { HELP, readOptions, UsageError } from "./options.mjs";

it("does everything unless told otherwise", () => {
  expect(readOptions([])).toEqual({ help: false, build: true, models: true, relay: true, lan: false, mock: false });
});

it("leaves out what it is told to", () => {
  expect(readOptions(["--no-build", "--no-models", "--prepare-only"])).toEqual({
    help: false,
    build: false,
    models: false,
    relay: false,
    lan: false,
    mock: false,
  });
});

it("puts stand-ins in place when told to", () => {
  expect(readOptions(["--mock"])).toMatchObject({ relay: true, mock: true });
});

it("opens the local network when told to", () => {
  expect(readOptions(["--lan"])).toMatchObject({ relay: true, lan: true });
});

it.each([["--host"], ["--build=no"], ["later"]])("refuses %s with a sentence that names it", (argument) => {
  expect(() => readOptions([argument])).toThrow(UsageError);
  expect(() => readOptions([argument])).toThrow(argument.replace(/=.*/, ""));
  expect(() => readOptions([argument])).toThrow("npm start -- --help");
});

it("explains every option", () => {
  const explained = [...HELP.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option as string);
  expect(explained).toHaveLength(6);
  for (const option of explained) expect(() => readOptions([option])).not.toThrow();
});
