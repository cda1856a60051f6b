namespace Jarvis.Models.Onnx.Sessions;

/// <summary>A network that takes one tensor of floats and gives one.</summary>
internal interface ITensorModel
{
    /// <summary>Runs the network on the calling thread.</summary>
    /// <param name="values">The input, row by row; exactly as many as the shape holds.</param>
    /// <param name="shape">The input's shape.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The output; to be disposed.</returns>
    TensorOutput Run(Memory<float> values, long[] shape, CancellationToken cancellationToken);
}
