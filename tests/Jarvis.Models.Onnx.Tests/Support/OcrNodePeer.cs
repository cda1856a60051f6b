using System.Diagnostics;
using System.Text.Json;

namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>Runs peer/ocr-node.mjs.</summary>
internal static class OcrNodePeer
{
    public static async Task<PeerReading[]> ReadAsync(string[] paths)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "peer", "ocr-node.mjs");
        using var process = Process.Start(new ProcessStartInfo("node", [script, Installed.Models!, .. paths])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<PeerReading>(line, JsonSerializerOptions.Web)!)];
    }
}
