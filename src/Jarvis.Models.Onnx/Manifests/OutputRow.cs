using Jarvis.Errors;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>What a network gave for one row of a batch.</summary>
/// <param name="Outputs">Each output by what it is.</param>
internal sealed record OutputRow(IReadOnlyDictionary<OutputRole, OutputTensor> Outputs)
{
    /// <summary>Whether there is such an output.</summary>
    /// <param name="role">What it is.</param>
    public bool Has(OutputRole role) => Outputs.ContainsKey(role);

    /// <summary>An output of so many dimensions, without the batch's.</summary>
    /// <param name="role">What it is.</param>
    /// <param name="dimensions">How many.</param>
    /// <exception cref="JarvisException">It has others, or none of a length (<see cref="ErrorCode.ModelFailed"/>).</exception>
    public OutputTensor Get(OutputRole role, int dimensions)
    {
        var output = Outputs[role];

        // Some graphs keep a dimension of one that says nothing.
        while (output.Shape.Length > dimensions && output.Shape[0] == 1)
        {
            output = output with { Shape = output.Shape[1..] };
        }

        return output.Shape.Length == dimensions && output.Shape.All(length => length > 0) ? output : throw WrongShape(role, output);
    }

    /// <summary>The fault of an output of a shape that the manifest does not lead to.</summary>
    /// <param name="role">What it is.</param>
    /// <param name="output">The output.</param>
    public static JarvisException WrongShape(OutputRole role, OutputTensor output) => Error.ModelFailed(
        $"The model's output {role} has the shape {output.Shown} for one input, which is not what its role says; correct outputs in the manifest.", retryable: false);
}
