/** Models whose materials take no light sink into a dark wall: they get the room's dimness and the same edge of light. */
import { Color, type Material, type Mesh, MeshBasicMaterial, type Object3D } from "three";

/** Read by every unlit material on the page, once a frame. */
export const unlitLight = { rim: { value: new Color(0, 0, 0) }, dim: { value: 1 } };

const VARYINGS = "varying vec3 vRimNormal;\nvarying vec3 vRimView;\n";
/** After the position of the vertex is known in view space; skinned ones have a normal by then. */
const VERTEX = `#include <project_vertex>
#if defined( USE_SKINNING ) || defined( USE_ENVMAP )
  vRimNormal = transformedNormal;
#else
  vRimNormal = normalMatrix * normal;
#endif
  vRimView = - mvPosition.xyz;
`;
/** From behind, on the window's side: the upper right. */
const FRAGMENT = `outgoingLight *= unlitDim;
  if ( dot( vRimNormal, vRimNormal ) > 0.0 ) {
    vec3 rimNormal = normalize( vRimNormal );
    if ( ! gl_FrontFacing ) rimNormal = - rimNormal;
    float rimEdge = pow( 1.0 - clamp( dot( rimNormal, normalize( vRimView ) ), 0.0, 1.0 ), 3.0 );
    outgoingLight += unlitRim * rimEdge * clamp( 0.35 + 0.6 * rimNormal.x + 0.6 * rimNormal.y, 0.0, 1.0 );
  }
#include <opaque_fragment>`;

function takeLight(material: Material): void {
  material.onBeforeCompile = (shader) => {
    shader.uniforms.unlitRim = unlitLight.rim;
    shader.uniforms.unlitDim = unlitLight.dim;
    shader.vertexShader = VARYINGS + shader.vertexShader.replace("#include <project_vertex>", VERTEX);
    shader.fragmentShader = `uniform vec3 unlitRim;\nuniform float unlitDim;\n${VARYINGS}${shader.fragmentShader.replace(
      "#include <opaque_fragment>",
      FRAGMENT,
    )}`;
  };
  material.customProgramCacheKey = () => "unlit in the room";
}

/** Before the first frame of a model. */
export function lightUnlit(scene: Object3D): void {
  scene.traverse((object) => {
    const { material } = object as Partial<Mesh>;
    for (const one of material === undefined ? [] : [material].flat()) {
      if (one instanceof MeshBasicMaterial) takeLight(one);
    }
  });
}
