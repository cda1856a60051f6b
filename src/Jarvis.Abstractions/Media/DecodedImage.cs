namespace Jarvis.Media;

/// <summary>A picture in memory.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Pixels">Width × Height × 3 bytes, row by row from the top, red-green-blue.</param>
public sealed record DecodedImage(int Width, int Height, ReadOnlyMemory<byte> Pixels);
