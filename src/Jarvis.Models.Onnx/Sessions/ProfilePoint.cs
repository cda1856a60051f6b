namespace Jarvis.Models.Onnx.Sessions;

/// <summary>A measured batch.</summary>
/// <param name="Threads">The threads of the run.</param>
/// <param name="Size">Requests of the batch.</param>
/// <param name="Time">The least time that it took: what the machine did besides only ever adds.</param>
internal sealed record ProfilePoint(int Threads, int Size, TimeSpan Time)
{
    /// <summary>Requests a second.</summary>
    public double Rate => Size / Time.TotalSeconds;
}
