using System.Diagnostics;
using System.Text.Json;
using Jarvis.Conformance;

namespace Jarvis.Benchmarks.Ocr;

/// <summary>The npm package @gutenye/ocr-node, which runs the same weights, as a peer.</summary>
internal static class OcrNode
{
    /// <summary>Reads a page several times; null where the package is not installed.</summary>
    public static async Task<Samples?> MeasureAsync(string page, int rounds)
    {
        var modules = Path.Combine(Checkout.Root, "deploy", "models", "node_modules");
        var script = Path.Combine(Checkout.Root, "tests", "Jarvis.Models.Onnx.Tests", "peer", "ocr-node.mjs");
        if (!Directory.Exists(Path.Combine(modules, "@gutenye", "ocr-node")) || !File.Exists(script))
        {
            return null;
        }

        var start = new ProcessStartInfo("node", [script, modules, .. Enumerable.Repeat(page, rounds)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var times = new List<double>();
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            times.Add(JsonDocument.Parse(line).RootElement.GetProperty("ms").GetDouble());
        }

        await node.WaitForExitAsync();
        await errors;
        return times.Count == rounds ? new Samples(times) : null;
    }
}
