/** The part of gltf-validator that is used here; it ships no types. */
declare module "gltf-validator" {
  const validator: {
    validateBytes(bytes: Uint8Array): Promise<{
      issues: {
        numErrors: number;
        numWarnings: number;
        messages: { code: string; severity: number; pointer?: string }[];
      };
    }>;
  };
  export default validator;
}
