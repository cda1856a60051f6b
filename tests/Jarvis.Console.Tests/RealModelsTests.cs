using System.Text.RegularExpressions;
using Jarvis.Console.Tests.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Jarvis.Console.Tests;

[Collection(BrowserTests.Name)]
public sealed class RealModelsTests(Chromium chromium)
{
    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };

    [RealModelsFact]
    public async Task A_receipt_is_read_translated_and_spoken_by_what_jarvis_serve_brings()
    {
        await using var served = await ServedJarvis.StartAsync();
        await using var window = await chromium.OpenAsync(served.Address, height: 1000);
        var page = window.Page;
        await window.GoAsync("/");
        await window.AskAsync("Read what the receipt in receipt.png says, translate it to Spanish and read the translation aloud", Place.Sample("receipt.png"));

        await Expect(page.Locator(".turn-bar .stage")).ToContainTextAsync("Answered", Patiently);

        await Expect(page.Locator(".node.done")).ToHaveCountAsync(3);
        await Expect(page.Locator(".answer")).ToContainTextAsync("VILLAGE SHOP");
        Assert.True(await page.Locator(".gallery .boxes polygon").CountAsync() > 5);
        var length = await page.Locator(".gallery audio").EvaluateAsync<double>("async audio => { if (audio.readyState < 1) await new Promise(done => audio.onloadedmetadata = done); return audio.duration; }");
        Assert.True(length > 1);
        await page.EvaluateAsync("scrollTo(0, 0)");
        await window.PictureAsync("8-real");
        await page.Locator(".node", new() { HasTextRegex = new Regex("image-to-text") }).ClickAsync();
        await Expect(page.Locator(".panel .boxes polygon").First).ToBeVisibleAsync();
        await window.PictureAsync("9-real-task", whole: true);
        Assert.Empty(window.Faults);
    }
}
