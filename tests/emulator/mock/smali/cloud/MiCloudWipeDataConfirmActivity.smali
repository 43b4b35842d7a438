# Keep or remove the synced data, or cancel.
.class public Lcom/miui/cloudservice/ui/MiCloudWipeDataConfirmActivity;
.super Lmock/Page;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Lmock/Page;-><init>()V
    return-void
.end method

.method public first()I
    .registers 2
    const v0, @layout/wipe_data_confirm
    return v0
.end method

.method public tapped(I)V
    .registers 4
    const/4 v1, -0x1
    const v0, @id/retain_button
    if-eq p1, v0, :end
    const v0, @id/remove_button
    if-eq p1, v0, :end
    const/4 v1, 0x0
    const v0, @id/cancel_button
    if-eq p1, v0, :end
    return-void
    :end
    invoke-virtual {p0, v1}, Lmock/Page;->end(I)V
    return-void
.end method
