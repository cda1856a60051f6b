using System.Text;

namespace Jarvis.Core.Tests.Models.Pricing;

/// <summary>Makes the plainest sound file, with silence in it.</summary>
internal static class Wav
{
    internal static byte[] Of(int seconds, int bytesPerSecond, string before = "", uint? said = null)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        var data = new byte[seconds * bytesPerSecond];
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVE"u8);
        if (before.Length > 0)
        {
            writer.Write("LIST"u8);
            writer.Write(before.Length);
            writer.Write(Encoding.ASCII.GetBytes(before + (before.Length % 2 == 1 ? "\0" : "")));
        }

        writer.Write("fmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(bytesPerSecond / 2);
        writer.Write(bytesPerSecond);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(said ?? (uint)data.Length);
        writer.Write(data);
        return bytes.ToArray();
    }
}
